import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** The one accent: action and selection, nothing else. Index 7 is #0F6E6E. */
const teal: MantineColorsTuple = [
  '#eaf5f4',
  '#d0e9e7',
  '#a6d4d1',
  '#77bcb9',
  '#4aa5a2',
  '#268c8a',
  '#167b7b',
  '#0f6e6e',
  '#0b5a5b',
  '#074647',
]

/** Cool greys of everything that is not a status. */
const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#eff1f3',
  '#e3e7ea',
  '#d3d9de',
  '#bac2ca',
  '#96a0aa',
  '#6e7882',
  '#555f69',
  '#3b444d',
  '#20272e',
]

/** The same for the dark scheme; index 7 is the page, 6 a raised surface, 0 the text. */
const dark: MantineColorsTuple = [
  '#dfe4e8',
  '#b9c1c9',
  '#98a2ac',
  '#6b7681',
  '#3f4851',
  '#2f373f',
  '#22292f',
  '#191e23',
  '#13171b',
  '#0d1013',
]

/** System faces with metrics like Inter's; the condensed DejaVu comes close to them where a Linux has nothing else. */
const fontFamily =
  '"Inter", "Segoe UI", -apple-system, BlinkMacSystemFont, "Roboto", "Noto Sans", "Liberation Sans", "DejaVu Sans Condensed", system-ui, sans-serif'

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, gray, dark },
  fontFamily,
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Consolas, Menlo, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'md',
  headings: { fontFamily, fontWeight: '600', sizes: { h1: { fontSize: '16px' }, h2: { fontSize: '14px' } } },
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' }, styles: { label: { fontWeight: 500 } } },
    TextInput: { defaultProps: { size: 'sm' } },
    InputWrapper: { styles: { error: { fontSize: '12px' }, description: { fontSize: '12px' } } },
    Tooltip: { defaultProps: { openDelay: 300, position: 'right' } },
    Menu: {
      defaultProps: { position: 'bottom-end', shadow: 'md', width: 232 },
      styles: { item: { padding: '7px 12px' } },
    },
  },
})

/** Colours by meaning; `styles/colours.css` adds those of statuses. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b656f',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-placeholder': '#6e7882',
  },
  dark: {
    '--mantine-color-dimmed': '#a3adb6',
    '--mantine-color-error': '#f0857d',
    '--mantine-color-placeholder': '#98a2ac',
    '--mantine-color-teal-light': '#183a39',
    '--mantine-color-teal-light-hover': '#1f4a48',
    '--mantine-color-teal-light-color': '#8fd5d1',
  },
})
