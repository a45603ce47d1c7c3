/** Whether `template` can be a prompt: the text before the cursor must be in it, once. */
export function isTemplate(template: string): boolean {
  return template.split('{{prefix}}').length === 2 && template.split('{{suffix}}').length <= 2;
}
