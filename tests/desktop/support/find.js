// The visible element of a role whose accessible name (as far as this app's pages go) holds a text.
const [role, text] = arguments;
const natural = {
  button: 'button, summary, input[type=submit]',
  checkbox: 'input[type=checkbox]',
  heading: 'h1, h2, h3',
  link: 'a[href]',
  listitem: 'li',
  radio: 'input[type=radio]',
  spinbutton: 'input[type=number]',
  textbox: 'input:not([type]), input[type=text], input[type=search], textarea',
};
const words = (element) => (element.innerText || element.textContent || '').replace(/\s+/g, ' ').trim();
const name = (element) =>
  element.getAttribute('aria-label') ||
  (element.getAttribute('aria-labelledby') || '')
    .split(' ')
    .map((id) => id && document.getElementById(id))
    .filter(Boolean)
    .map(words)
    .join(' ') ||
  [...(element.labels || [])].map(words).join(' ') ||
  words(element) ||
  element.getAttribute('placeholder') ||
  element.getAttribute('title') ||
  '';
const selector = [`[role="${role}"]`].concat(natural[role] ? [`:is(${natural[role]}):not([role])`] : []).join(', ');
const shown = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden="true"], [inert]');
const found = [...document.querySelectorAll(selector)].filter((element) => shown(element) && name(element).includes(text));
const hit = found.find((element) => name(element) === text) || found[0] || null;
// A radio button is drawn by its label.
return (hit?.matches('input[type=radio]') && hit.labels[0]) || hit;
