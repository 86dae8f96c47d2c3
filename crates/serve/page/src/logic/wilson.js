/**
 * Wilson's interval of 95 % around a share: honest where few were judged, as reviewers begin.
 */
export function wilson(right, judged) {
  if (!judged) return null;
  const z = 1.96;
  const share = right / judged;
  const wide = 1 + (z * z) / judged;
  const middle = (share + (z * z) / (2 * judged)) / wide;
  const half =
    (z / wide) * Math.sqrt((share * (1 - share)) / judged + (z * z) / (4 * judged * judged));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
