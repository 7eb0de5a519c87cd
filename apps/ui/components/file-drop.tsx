// Where files are handed in: drop them, or choose them; the chooser is a plain file input, so keys and touch have it too.
import { Upload } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import { Spinner } from './spinner.tsx'

type FileDropProps = {
  label: string
  hint?: string
  accept: string
  multiple?: boolean
  busy?: boolean
  disabled?: boolean
  onFiles: (files: File[]) => void
}

export function FileDrop({
  label,
  hint,
  accept,
  multiple = false,
  busy = false,
  disabled = false,
  onFiles,
}: FileDropProps) {
  const [over, setOver] = useState(false)
  const shut = disabled || busy
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])]
    if (!shut && files.length > 0) onFiles(multiple ? files : files.slice(0, 1))
  }
  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <label
      className="file-drop"
      data-over={over || undefined}
      data-shut={shut || undefined}
      onDragOver={(e) => {
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        type="file"
        className="visually-hidden"
        accept={accept}
        multiple={multiple}
        disabled={shut}
        onChange={(e) => {
          take(e.currentTarget.files)
          e.currentTarget.value = ''
        }}
      />
      {busy ? <Spinner /> : <Upload size={20} aria-hidden />}
      <b>{label}</b>
      {hint ? <small>{hint}</small> : null}
    </label>
  )
}
