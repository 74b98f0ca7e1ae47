import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'

export function CopyButton({ text }: { text: string }) {
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={clipboard.copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
      onClick={() => clipboard.copy(text)}
    >
      {clipboard.copied ? 'Скопировано' : 'Скопировать'}
    </Button>
  )
}
