/** Words that name nobody and nothing, however they are written: what sentences begin with, days and months that are no names. */
export const commonWords: ReadonlySet<string> = new Set(
  `a about after again all also although an and another any are as at be because been before between both but by can could did do does
  during each either else every few first for from had has have he hello her here hey hi his how however i if in into is it its just
  last many maybe might more most much must my neither next no nobody none not nothing now of ok okay on once one only or other our over
  perhaps please second shall she should since so some sorry still such thank thanks that the their then there these they this those
  though three to today tomorrow two under until was we were what when where which while who why with without would yes yesterday yet
  you your monday tuesday wednesday thursday friday saturday sunday january february july september october november december`
    .trim()
    .split(/\s+/),
);
