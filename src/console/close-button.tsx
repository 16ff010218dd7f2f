/** A button that closes or removes something. */
export const CloseButton = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <button type="button" class="icon-button" aria-label={label} onClick={onClick}>
    ×
  </button>
)
