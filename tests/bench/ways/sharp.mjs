// sharp 0.35, in one of two ways, both upright, in sRGB, with its own kernel (lanczos3) and JPEG encoder (mozjpeg off):
// "clone": as its documentation shows it, sharp(source) once and a clone() for each output; libvips shrinks on load for each.
// "raw": one decode by hand, shrunk on load and kept as raw pixels, and every output from those.
// Threads count, since processor time is that of the whole process; with one thread (as here) it is least.
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";

const [folder, way] = process.argv.slice(2);
const sharp = createRequire(`${folder}/`)("sharp");
sharp.cache(false);
sharp.concurrency(1);

async function fill({ source, into, outputs }) {
  await pipeline(createReadStream(source), createHash("sha256"));
  const start = way === "raw" ? await decoded(source, outputs) : cloning(source);
  for (const output of outputs) {
    const fit = output.fit === "fill" ? "cover" : "inside";
    const made = start()
      .resize({ width: output.width, height: output.height, fit, withoutEnlargement: fit === "inside" });
    const path = `${into}/${output.name}.${output.format}`;
    await (output.format === "webp"
      ? made.webp({ quality: output.quality, effort: 3 })
      : made.jpeg({ quality: output.quality, optimiseCoding: false })).toFile(path);
  }
}

function cloning(source) {
  const upright = sharp(source).rotate();
  return () => upright.clone();
}

async function decoded(source, outputs) {
  const size = await sharp(source).metadata();
  const scale = Math.max(...outputs.map((output) => scaleOf(output, size)));
  const width = Math.min(size.width, Math.round(size.width * scale));
  const { data, info } = await sharp(source).rotate().resize({ width }).toColourspace("srgb").raw()
    .toBuffer({ resolveWithObject: true });
  return () => sharp(data, { raw: info });
}

function scaleOf(output, size) {
  const [across, down] = [output.width / size.width, output.height / size.height];
  return output.fit === "fill" ? Math.max(across, down) : Math.min(across, down, 1);
}

function peakMb() {
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "ascii"));
  return (kilobytes * 1024) / 1e6;
}

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  const began = process.cpuUsage();
  await fill(JSON.parse(line));
  const { user, system } = process.cpuUsage(began);
  console.log(JSON.stringify({ cpu_s: (user + system) / 1e6, peak_mb: peakMb() }));
}
