// How the contact list shows a person: the ring's state and dashes, and the words of the row.
const [name] = arguments;
const rows = [...document.querySelectorAll('.row[data-person]')];
const row = rows.find((row) => row.querySelector('.name').textContent === name);
if (!row) return null;
const ring = row.querySelector('.ring');
const around = ring.querySelector('.around:not(.faint)');
return {
  availability: ring.dataset.availability,
  dashed: getComputedStyle(around).strokeDasharray.split(/[\s,]+/).length > 1,
  words: row.innerText.replace(/\s+/g, ' ').trim(),
};
