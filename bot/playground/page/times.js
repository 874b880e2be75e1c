/** Times as the reader's own language writes them. All are given in Unix seconds. */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });
const DAY_AND_YEAR = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });
const SHORT_DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const AGO = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const STEPS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

const dated = (seconds) => new Date(seconds * 1000);
const dayOf = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Hours and minutes. */
export function clock(seconds) {
  return CLOCK.format(dated(seconds));
}

/** Everything: weekday, date, time and zone. */
export function whole(seconds) {
  return WHOLE.format(dated(seconds));
}

/** The day that messages stand under. */
export function day(seconds) {
  const [date, today] = [dated(seconds), new Date()];
  const days = Math.round((dayOf(today) - dayOf(date)) / 86400000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return (date.getFullYear() === today.getFullYear() ? DAY : DAY_AND_YEAR).format(date);
}

/** The time of today, or the day of what is older. */
export function brief(seconds) {
  const date = dated(seconds);
  return dayOf(date) === dayOf(new Date()) ? CLOCK.format(date) : SHORT_DAY.format(date);
}

/**
 * A date_time entity in its format: `r` (how long ago), or any of `w` (weekday), `d` or `D` (short or long date),
 * `t` or `T` (short or long time); null where the text is to stay as it was written.
 */
export function formatted(seconds, format) {
  if (!format || !/^(r|w?[dD]?[tT]?)$/.test(format)) return null;
  if (format === "r") {
    const away = seconds - Date.now() / 1000;
    const [unit, length] = STEPS.find(([, size]) => Math.abs(away) >= size) ?? STEPS.at(-1);
    return AGO.format(Math.round(away / length), unit);
  }
  const parts = {};
  if (format.includes("w")) parts.weekday = "long";
  if (/[dD]/.test(format)) Object.assign(parts, { year: "numeric", month: format.includes("D") ? "long" : "2-digit" });
  if (/[dD]/.test(format)) parts.day = format.includes("D") ? "numeric" : "2-digit";
  if (/[tT]/.test(format)) Object.assign(parts, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) parts.second = "2-digit";
  return new Intl.DateTimeFormat(undefined, parts).format(dated(seconds));
}
