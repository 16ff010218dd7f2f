// Takes screenshots of views of the console in both color schemes and widths: node test/browser/screenshots.mjs FOLDER [VIEWS] [-- URL]
import { join } from 'node:path'
import { launch } from './support/chromium.mjs'
import { NARROW, openConsole, WIDE } from './support/console-page.mjs'
import { startMock } from './support/mock.mjs'

const words = process.argv.slice(2)
const end = words.indexOf('--')
const [folder = '/tmp', ...views] = end < 0 ? words : words.slice(0, end)
const mock = end < 0 ? await startMock() : { url: words[end + 1], stop: async () => undefined }
const browser = await launch()
try {
  for (const view of views.length > 0 ? views : ['overview']) {
    for (const colorScheme of ['light', 'dark']) {
      for (const viewport of [WIDE, NARROW]) {
        const { page, close } = await openConsole(browser, mock.url, `/console/${view}`, {
          colorScheme,
          viewport,
          mayFail: /./
        })
        await page.waitForTimeout(700)
        const name = view.replace(/\W+/g, '-')
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${viewport.width}.png`) })
        await close()
      }
    }
  }
} finally {
  await browser.close()
  await mock.stop()
}
