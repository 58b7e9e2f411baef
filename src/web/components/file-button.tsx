import { useRef } from 'preact/hooks';

/** A button that lets files be chosen; the browser's own control stays out of sight and out of the tab order. */
export function FileButton({
  label,
  accept,
  testId,
  onFiles,
  primary = false,
  multiple = false,
  folder = false,
}: {
  label: string;
  /** As the attribute of that name. */
  accept: string;
  testId: string;
  onFiles: (files: File[]) => void;
  primary?: boolean;
  multiple?: boolean;
  /** A whole folder is chosen, with what is below it. */
  folder?: boolean;
}) {
  const input = useRef<HTMLInputElement | null>(null);
  return (
    <>
      <button type="button" class={primary ? 'primary' : undefined} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={(element) => {
          input.current = element;
          if (element) element.webkitdirectory = folder;
        }}
        type="file"
        class="hidden"
        tabIndex={-1}
        aria-hidden="true"
        multiple={multiple || folder}
        accept={accept}
        data-testid={testId}
        onChange={(event) => {
          onFiles(Array.from(event.currentTarget.files ?? []));
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
