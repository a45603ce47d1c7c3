/** The bundler puts the file's text in its place. */
declare module '*.svg' {
  const text: string;
  export default text;
}
