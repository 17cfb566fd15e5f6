import { isJsonObject, type Json, type JsonObject } from '../../environments/embedded/cluster/api/objects/json.ts';
import type { Random } from '../../random/random.ts';

/** A field whose line is to be written twice. */
export interface DoubledField {
  readonly object: JsonObject;
  readonly name: string;
}

interface Place {
  readonly holder: JsonObject | Json[];
  readonly key: string | number;
}

/** Does one thing to the object that its author would not have meant. Returns a field to write twice, when that is it. */
export function breakManifest(random: Random, object: JsonObject): DoubledField | undefined {
  const place = random.pick(places(object));
  const holder = place.holder as Record<string | number, Json>;
  const value = holder[place.key] as Json;
  switch (random.integer(0, 8)) {
    case 0:
      if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1);
      else delete holder[place.key];
      return undefined;
    case 1:
      holder[place.key] = null;
      return undefined;
    case 2:
      holder[place.key] = random.pick<Json>(['text', 5, true, {}, [], ['x'], { x: 1 }, 1.5, 99_999_999_999]);
      return undefined;
    case 3:
      if (isJsonObject(value))
        value[random.pick(['unknown', 'Name', 'spce', 'x-y', 'a.b'])] = random.pick<Json>([1, 'x', {}]);
      else holder[place.key] = empty(value);
      return undefined;
    case 4:
      if (isJsonObject(place.holder)) return { object: place.holder, name: String(place.key) };
      place.holder.push(structuredClone(value));
      return undefined;
    case 5:
      if (Array.isArray(place.holder)) place.holder.push(structuredClone(value));
      else rename(place.holder, String(place.key));
      return undefined;
    default:
      holder[place.key] = distort(random, value);
      return undefined;
  }
}

function empty(value: Json): Json {
  if (Array.isArray(value)) return [];
  return typeof value === 'string' ? '' : typeof value === 'number' ? 0 : false;
}

function rename(holder: JsonObject, key: string): void {
  const value = holder[key] as Json;
  delete holder[key];
  holder[key.charAt(0).toUpperCase() + key.slice(1)] = value;
}

function distort(random: Random, value: Json): Json {
  if (typeof value === 'string') {
    return random.pick([
      '',
      `${value}_`,
      value.toUpperCase(),
      `${value}${'x'.repeat(260)}`,
      ` ${value}`,
      `-${value}`,
      `${value}/..`,
    ]);
  }
  if (typeof value === 'number') return random.pick([-value, 0, -1, value + 65_536, 2_147_483_647, value + 0.5]);
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return random.pick<Json>([[], [...value, ...structuredClone(value)], [null], {}]);
  return random.pick<Json>([{}, null, []]);
}

function places(value: JsonObject | Json[]): Place[] {
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [...keys].flatMap((key) => {
    const inner = (value as Record<string | number, Json>)[key];
    const here: Place = { holder: value, key };
    return typeof inner === 'object' && inner !== null ? [here, ...places(inner)] : [here];
  });
}
