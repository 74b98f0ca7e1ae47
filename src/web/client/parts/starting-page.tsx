/** Instead of a page that is not there yet: nothing for a second, then words. The same as index.html begins with. */
export function StartingPage() {
  return (
    <p className="starting" role="status">
      Открываем рабочее место…
    </p>
  )
}
