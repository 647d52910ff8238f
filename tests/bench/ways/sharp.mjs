// sharp, as thrifty as it goes: one decode, shrunk on load, kept as raw pixels, every output from those.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";

const sharp = createRequire(`${process.argv[2]}/`)("sharp");
sharp.cache(false);
sharp.concurrency(1);

async function fill({ source, into, outputs }) {
  await pipeline(createReadStream(source), createHash("sha256"));
  const size = await sharp(source).metadata();
  const scale = Math.max(...outputs.map((output) => scaleOf(output, size)));
  const width = Math.min(size.width, Math.round(size.width * scale));
  const { data, info } = await sharp(source).rotate().resize({ width }).toColourspace("srgb").raw()
    .toBuffer({ resolveWithObject: true });
  for (const output of outputs) {
    const fit = output.fit === "fill" ? "cover" : "inside";
    const made = sharp(data, { raw: info })
      .resize({ width: output.width, height: output.height, fit, withoutEnlargement: fit === "inside" });
    const path = `${into}/${output.name}.${output.format}`;
    await (output.format === "webp"
      ? made.webp({ quality: output.quality, effort: 3 })
      : made.jpeg({ quality: output.quality, optimiseCoding: false })).toFile(path);
  }
}

function scaleOf(output, size) {
  const [across, down] = [output.width / size.width, output.height / size.height];
  return output.fit === "fill" ? Math.max(across, down) : Math.min(across, down, 1);
}

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  const began = process.cpuUsage();
  await fill(JSON.parse(line));
  const { user, system } = process.cpuUsage(began);
  console.log(JSON.stringify({ cpu_s: (user + system) / 1e6, peak_mb: (process.resourceUsage().maxRSS * 1024) / 1e6 }));
}
