import { useState } from 'preact/hooks';
import type { Label } from '../../labels.js';
import { FileButton } from '../components/file-button.js';
import { chosenFiles, droppedFiles, type GivenFile } from '../dropped-files.js';
import { useTexts } from '../text/index.js';

/** Takes the pictures of one class: a folder or files, by drop or by choice. */
export function ClassDrop({
  label,
  count,
  onFiles,
}: {
  label: Label;
  /** Files given so far. */
  count: number;
  onFiles: (files: GivenFile[]) => void;
}) {
  const { train: texts } = useTexts();
  const [isOver, setOver] = useState(false);
  return (
    <div
      class={isOver ? 'drop over' : 'drop'}
      data-class={label}
      role="group"
      aria-label={texts.classes[label]}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void droppedFiles(event.dataTransfer).then(onFiles);
      }}
    >
      <p class="drop-title">{texts.classes[label]}</p>
      <p class="muted">{texts.dropHere[label]}</p>
      <p class="buttons">
        <FileButton
          label={texts.chooseFolder[label]}
          accept="image/*"
          testId={`${label}-folder`}
          onFiles={(files) => {
            onFiles(chosenFiles(files));
          }}
          folder
        />
        <FileButton
          label={texts.choosePictures[label]}
          accept="image/*"
          testId={`${label}-files`}
          onFiles={(files) => {
            onFiles(chosenFiles(files));
          }}
          multiple
        />
      </p>
      <p aria-live="polite" data-count={count}>
        {count === 0 ? texts.none : texts.given(count)}
      </p>
    </div>
  );
}
