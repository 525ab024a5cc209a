/** The field of a page into which an enrolment code is typed. */
import { caretAfterGrouping, groupTyped } from './enrolment-code.js';

/** For the field's input event. False while a Chinese keyboard is still choosing: then nothing is touched. */
export function groupWhileTyping(event: InputEvent): boolean {
  if (event.isComposing) return false;
  const field = event.target as HTMLInputElement;
  const caret = caretAfterGrouping(field.value, field.selectionStart ?? field.value.length);
  const grouped = groupTyped(field.value);
  if (field.value !== grouped) {
    field.value = grouped;
    field.setSelectionRange(caret, caret);
  }
  return true;
}
