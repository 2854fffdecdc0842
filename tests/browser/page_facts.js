// What a test asks of every page; runs in the page, also where the page's own scripts are off.
() => {
  const shown = (element) =>
    element.checkVisibility() && !element.closest("[aria-hidden=true]") && element.getBoundingClientRect().width > 0;
  // WCAG 2.5.8 exempts targets within a sentence: the line height of the text is theirs.
  const inSentence = (element) =>
    element.tagName === "A" &&
    getComputedStyle(element).display === "inline" &&
    element.parentElement.textContent.trim().length > element.textContent.trim().length;
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")];
  const small = targets.filter((element) => {
    const box = element.getBoundingClientRect();
    return shown(element) && !inSentence(element) && (box.width < 24 || box.height < 24);
  });
  const root = document.documentElement;
  return {
    title: document.title.trim(),
    headings: [...document.querySelectorAll("h1")].filter(shown).map((h1) => h1.textContent.trim()),
    language: root.lang,
    direction: root.dir,
    overflow: root.scrollWidth - root.clientWidth,
    small: small.map((element) => element.outerHTML.slice(0, 160)),
  };
}
