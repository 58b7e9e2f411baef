import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en, type Texts } from './en.js';
import { zh } from './zh.js';

export type { Texts } from './en.js';

/** The languages of the page by their code. */
export const LANGUAGES = { en, zh } as const;
export type Language = keyof typeof LANGUAGES;

/** The language to begin with: the one chosen before, else the browser's. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem('language');
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export const TextsContext = createContext<Texts>(en);

/** The page's texts in the language chosen. */
export function useTexts(): Texts {
  return useContext(TextsContext);
}
