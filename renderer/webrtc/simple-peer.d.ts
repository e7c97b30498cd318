/** The browser bundle of simple-peer, which its types do not mention: the plain entry needs Node's modules. */
declare module 'simple-peer/simplepeer.min.js' {
  import SimplePeer from 'simple-peer';

  // biome-ignore lint/style/noDefaultExport: it is what that module has
  export default SimplePeer;
}
