// The token that allows verdicts: held while the page is open, written nowhere.

export const held = $state({ token: "" });
