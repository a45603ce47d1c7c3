/** Why a request is aborted whose reader has all that he wants: its answer is cut, not cancelled. */
export const ENOUGH = Symbol('enough');
