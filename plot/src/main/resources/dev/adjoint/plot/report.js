"use strict";

/* Shows the page anew while the training runs, where the reader was. */

const root = document.documentElement;
const pause = document.getElementById("pause");
const theme = document.getElementById("theme");
const remembered = key => sessionStorage.getItem(`report ${location.pathname} ${key}`);
const remember = (key, value) => sessionStorage.setItem(`report ${location.pathname} ${key}`, value);

function paint(dark) {
  root.dataset.theme = dark ? "dark" : "light";
  root.toggleAttribute("data-dark", dark);
}

const preference = matchMedia("(prefers-color-scheme: dark)");
paint(remembered("dark") === null ? preference.matches : remembered("dark") === "true");
preference.addEventListener("change", e => remembered("dark") === null && paint(e.matches));
theme.addEventListener("click", () => {
  paint(!root.hasAttribute("data-dark"));
  remember("dark", root.hasAttribute("data-dark"));
});

if (document.querySelector("main").dataset.running === "true") {
  pause.hidden = false;
  const show = () => pause.setAttribute("aria-pressed", String(remembered("paused") === "true"));
  pause.addEventListener("click", () => {
    remember("paused", remembered("paused") !== "true");
    show();
  });
  show();
  setInterval(() => {
    if (remembered("paused") !== "true") {
      remember("scroll", scrollY);
      location.reload();
    }
  }, 2000);
}
scrollTo(0, Number(remembered("scroll") ?? 0));
