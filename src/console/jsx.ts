// The bundle creates elements with these.
export { Fragment, h } from 'preact'
