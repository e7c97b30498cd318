/**
 * How two players meet through a server that learns nothing: join codes and links, the key exchange, sealed signals, a list of open games,
 * and the same by copy and paste without any server.
 * @module
 */

export { HostHandshake, type HostStep, hexOf } from '../rendezvous/host-handshake.ts';
export { formatJoinCode, type JoinCode, type JoinCodeError, makeJoinCode, parseJoinCode, writtenForms } from '../rendezvous/join-code.ts';
export { type JoinLink, LINK_SCHEME, MAX_LINK_CHARS, parseJoinLink } from '../rendezvous/join-link.ts';
export { JoinerHandshake, type JoinerStep } from '../rendezvous/joiner-handshake.ts';
export { ANNOUNCE_EVERY_MS, encodeAsk, encodeOpenGame, isAsk, type OpenGame, OpenGames } from '../rendezvous/lobby.ts';
export { decodeRendezvous, encodeRendezvous, JOINER_ID_BYTES, RefuseReason, RendezvousKind } from '../rendezvous/messages.ts';
export { PasteAnswerer, type PasteRefusal, PasteStarter } from '../rendezvous/paste.ts';
export { resumeCode } from '../rendezvous/resume-code.ts';
export { MAX_SEALED_BYTES } from '../rendezvous/seal.ts';
export { ASK_TOPIC, OPEN_TOPIC, TOPIC_PATTERN, topicOf } from '../rendezvous/topics.ts';
