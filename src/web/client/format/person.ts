/** `Александрова Виктория Константиновна` → `Александрова В. К.`; anything but three plain words stays as it is. */
export function formatInitials(name: string): string {
  const parts = /^([А-ЯЁ][А-ЯЁа-яё-]+) ([А-ЯЁ])[а-яё]+ ([А-ЯЁ])[а-яё]+$/.exec(name)
  return parts ? `${parts[1]}\u00a0${parts[2]}.\u00a0${parts[3]}.` : name
}
