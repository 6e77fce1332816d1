// SPDX-License-Identifier: GPL-2.0-only
import { open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'

const POLL_MS = 40
const CHUNK = 1 << 16

export interface FollowedFile {
  /** Reads what is left, the last line also without its line end, and closes the file. */
  readonly finish: () => Promise<void>
}

/** Calls back for each line of a file that somebody else is writing, without its line end. The file has to exist. */
export async function followFile(path: string, onLine: (line: string) => void): Promise<FollowedFile> {
  const file = await open(path, 'r')
  const decoder = new StringDecoder('utf8')
  const buffer = Buffer.alloc(CHUNK)
  let rest = ''
  const readOn = async () => {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, null)
      if (bytesRead === 0) return
      const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line.replace(/(?<!\r)\r+$/, ''))
    }
  }
  // One read at a time: the next round begins where this one has ended.
  let reading = Promise.resolve()
  let failure: unknown
  const again = () => {
    reading = reading.then(readOn).catch(error => {
      failure ??= error
    })
  }
  const timer = setInterval(again, POLL_MS)
  return {
    finish: async () => {
      clearInterval(timer)
      again()
      await reading
      await file.close()
      if (failure !== undefined) throw failure
      if (rest !== '') onLine(rest.replace(/(?<!\r)\r+$/, ''))
    },
  }
}
