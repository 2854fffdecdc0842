// What the console does better with scripts; every page works without it.
(() => {
  "use strict";

  // Copies the value of a field, and says so on the button.
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = button.dataset.copied;
        setTimeout(() => (button.textContent = label), 2000);
      } catch {
        // It stays selected, to be copied by hand.
      }
    });
  }

  // A form is sent once, however often its button is pressed.
  // A form that gives a file leaves the page as it is, and may be sent again.
  for (const form of document.querySelectorAll("form[method=post]:not([data-file])")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
    addEventListener("pageshow", () => (sent = false));
  }

  // While something is under way, its parts of the page are fetched anew. What has not changed is
  // not touched, and whoever is at a link or button there stays at it.
  const every = () => Number(document.querySelector("[data-every]")?.dataset.every);
  const swap = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    const at = old.contains(document.activeElement) ? document.activeElement : null;
    const href = at?.getAttribute("href");
    const open = [...old.querySelectorAll("details")].map((details) => details.open);
    old.replaceWith(fresh);
    fresh.querySelectorAll("details").forEach((details, index) => (details.open = open[index]));
    const again =
      (at?.id && document.getElementById(at.id)) ||
      (href && fresh.querySelector(`[href="${CSS.escape(href)}"]`));
    again?.focus({ preventScroll: true });
  };
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href, { cache: "no-store", redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(old.id);
      if (fresh) swap(old, document.adoptNode(fresh));
    }
    // A screen reader hears of a tenth more, not of each row (WCAG 2.2, 4.1.3).
    for (const old of document.querySelectorAll("[data-tell]")) {
      const fresh = page.getElementById(old.id);
      if (!fresh || fresh.dataset.tell === old.dataset.tell) continue;
      old.dataset.tell = fresh.dataset.tell;
      old.textContent = fresh.textContent;
    }
  };
  const wait = () => {
    const seconds = every();
    if (seconds) setTimeout(() => look().catch(() => {}).finally(wait), seconds * 1000);
  };
  wait();
})();
