/** A font that comes too late is used from the next page on: no text moves while somebody reads it. */
const fontsNeverSwap = {
  postcssPlugin: "fonts-never-swap",
  Declaration: {
    "font-display": (declaration) => {
      declaration.value = "optional";
    },
  },
};

export default { plugins: ["@tailwindcss/postcss", fontsNeverSwap] };
