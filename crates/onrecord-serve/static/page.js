// What a page can do better with script. Without it everything can still be read, searched and sent.
"use strict";

// Marked words and their statement light up together, whichever of them is pointed at or has the focus.
{
  const of = (target) => target.closest?.("[data-s]")?.dataset.s;
  const parts = (s) => document.querySelectorAll(`[data-s="${CSS.escape(s)}"]`);
  let lit = null;
  const light = (s) => {
    if (s === lit) return;
    if (lit) parts(lit).forEach((part) => part.classList.remove("on"));
    if (s) parts(s).forEach((part) => part.classList.add("on"));
    lit = s ?? null;
  };
  // the number before the words stands for them
  const numbered = (target) => {
    const link = target.closest?.("a.num");
    const card = link && document.querySelector(link.getAttribute("href"));
    return card?.dataset.s ?? of(target);
  };
  document.addEventListener("pointerover", (event) => light(numbered(event.target)));
  document.addEventListener("focusin", (event) => light(numbered(event.target)));
  document.addEventListener("focusout", () => light(null));

  // Words that are clicked bring their statement into view, unless a reader is selecting them.
  document.querySelector(".reading .text")?.addEventListener("click", (event) => {
    const s = of(event.target);
    if (!s || event.target.closest("a") || String(getSelection())) return;
    const card = document.getElementById(`s-${s}`);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    card?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  });
}

// A file may be dropped anywhere on the form.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const file = form.querySelector("input[type=file]");
  const over = (event, is) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("over", is);
  };
  form.addEventListener("dragover", (event) => over(event, true));
  form.addEventListener("dragleave", (event) => over(event, false));
  form.addEventListener("drop", (event) => {
    over(event, false);
    if (event.dataTransfer.files.length > 0) file.files = event.dataTransfer.files;
  });
}
