import { useRef } from 'preact/hooks';

/** A button that lets files be chosen; the browser's own control stays out of sight and out of the tab order. */
export function FileButton({
  label,
  accept,
  testId,
  onFiles,
  primary = false,
  multiple = false,
}: {
  label: string;
  /** As the attribute of that name. */
  accept: string;
  testId: string;
  onFiles: (files: File[]) => void;
  primary?: boolean;
  multiple?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={primary ? 'primary' : undefined} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        class="hidden"
        tabIndex={-1}
        aria-hidden="true"
        multiple={multiple}
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
