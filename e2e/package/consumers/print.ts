import { played } from './main.js';

declare const console: { log(text: string): void };

console.log(played);
