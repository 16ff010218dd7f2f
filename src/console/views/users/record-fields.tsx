import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../api-error.ts'
import { Switch } from '../../switch.tsx'
import { type Field, inputText, isSame, type RecordValue } from './fields.ts'
import { Value } from './value.tsx'

export interface RecordFieldsProps {
  readonly fields: readonly Field[]
  /** The record that is being edited; without members for a new one. */
  readonly record: RecordValue
  /** What the person changed. */
  readonly draft: RecordValue
  readonly onChange: (draft: RecordValue) => void
  readonly problems: readonly Problem[]
  readonly isNew?: boolean
  /** Called for Enter in a field. */
  readonly onSubmit: () => void
}

/** The fields of a form for a record. */
export function RecordFields(props: RecordFieldsProps) {
  const { fields, record, draft, onChange, isNew = false } = props
  const first = fields.find(({ isKey, kind }) => kind !== 'boolean' && (isNew || !isKey))
  return (
    <div class="record-fields">
      {fields.map((field) => {
        const value = field.name in draft ? draft[field.name] : record[field.name]
        const change = (next: unknown) => {
          const { [field.name]: _, ...others } = draft
          const isUnchanged = isSame(next, record[field.name]) || (isNew && next === '' && field.isOptional)
          onChange(isUnchanged ? others : { ...others, [field.name]: next })
        }
        const problem = props.problems.find(({ pointer }) => pointer === pointerTo(field.name))?.message
        return field.isKey && !isNew ? (
          <div key={field.name} class="field">
            <span class="muted">{field.name}</span>
            <span class="record-fixed">
              <Value value={value} />
            </span>
          </div>
        ) : (
          <FieldInput
            key={field.name}
            field={field}
            value={value}
            problem={problem}
            isNew={isNew}
            hasFocus={field === first}
            onChange={change}
            onSubmit={props.onSubmit}
          />
        )
      })}
    </div>
  )
}

/** The JSON pointer of a member. */
export const pointerTo = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`

interface FieldInputProps {
  readonly field: Field
  readonly value: unknown
  readonly problem: string | undefined
  readonly isNew: boolean
  readonly hasFocus: boolean
  readonly onChange: (value: unknown) => void
  readonly onSubmit: () => void
}

function FieldInput({ field, value, problem, isNew, hasFocus, onChange, onSubmit }: FieldInputProps) {
  const { name, kind, isNullable, isOptional, description, suggestions } = field
  const id = useId()
  const ref = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(inputText(value))
  useLayoutEffect(() => {
    // Before the page is painted: later, a first key could go to another field.
    if (hasFocus) ref.current?.focus({ preventScroll: true })
  }, [])
  useLayoutEffect(() => {
    // The record was changed elsewhere, or the draft was dropped. What the person types has this value already.
    if (!isSame(parsed(text, field, value), value)) setText(inputText(value))
  }, [value])
  if (kind === 'boolean')
    return (
      <div class="field">
        <span title={description}>{name}</span>
        <span class="record-fixed">
          <Switch isOn={value === true} label={name} onChange={onChange} />
        </span>
        {problem && <span class="field-error">{problem}</span>}
      </div>
    )
  const change = (typed: string) => {
    setText(typed)
    onChange(parsed(typed, field, value))
  }
  const input = {
    id,
    value: text,
    placeholder: value === null ? 'null' : '',
    spellcheck: false,
    autocomplete: 'off',
    // In a dialog, which takes the focus when it opens.
    autofocus: hasFocus,
    required: isNew && !isOptional,
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${id}-help`,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => change(currentTarget.value),
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      onSubmit()
    }
  }
  return (
    <div class="field">
      <div class="record-label">
        <label for={id} title={description}>
          {name}
        </label>
        {isNew && <span class="muted small">{isOptional ? 'optional' : 'required'}</span>}
        {isNullable && !isNew && (
          <button
            type="button"
            class="null-button"
            aria-pressed={value === null}
            aria-label={`${name} is null`}
            onClick={() => {
              setText('')
              onChange(value === null ? '' : null)
            }}
          >
            null
          </button>
        )}
      </div>
      {suggestions.length > 0 ? (
        <>
          <input {...input} list={`${id}-suggestions`} />
          <datalist id={`${id}-suggestions`}>
            {suggestions.map((suggestion) => (
              <option key={suggestion} value={suggestion} />
            ))}
          </datalist>
        </>
      ) : (
        <textarea
          {...input}
          ref={ref}
          rows={Math.min(8, Math.max(text.split('\n').length, Math.ceil(text.length / 40)))}
          class={/^\s*[[{]/.test(text) ? 'record-input mono' : 'record-input'}
        />
      )}
      <span id={`${id}-help`} class={problem === undefined ? 'muted small' : 'field-error'}>
        {problem ?? (isNew ? description : '')}
      </span>
    </div>
  )
}

/** The value of a text. What cannot be read stays a text: the server says what it expects. */
function parsed(text: string, { kind, isNullable }: Field, before: unknown): unknown {
  // A field with nothing in it stays null, until the person says otherwise.
  if (text === '' && (before === null || (kind !== 'text' && isNullable))) return null
  // Text areas turn line ends into \n.
  if (kind === 'text')
    return typeof before === 'string' && before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
