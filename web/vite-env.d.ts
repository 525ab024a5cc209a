/** What the bundler gives, said in the words of its own types. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}

interface ImportMetaEnv {
  /** False while somebody works on the pages with the development server. */
  readonly PROD: boolean;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}
