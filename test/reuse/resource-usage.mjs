// SPDX-License-Identifier: GPL-2.0-only
// Loaded before a command: tells on stderr what the command took.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  const megabytes = maxRSS / 1024
  const seconds = (userCPUTime + systemCPUTime) / 1e6
  process.stderr.write(`resource usage: ${JSON.stringify({ megabytes, seconds })}\n`)
})
