/** The smallest budget of a prompt: fewer tokens have no room for what a format itself needs. */
export const FEWEST_TOKENS = 256;
