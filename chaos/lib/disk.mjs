// A disk of bounded size under the server: an ext4 image on a loop device, which can be filled and cut off from its power.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./wait.mjs";

const sizeBytes = 320 * 1024 * 1024;

const run = (program, ...args) => {
  const { status, error, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? undefined : `${program}: ${(error?.message ?? stderr).trim()}`;
};

/** EXT4_IOC_SHUTDOWN without a flush of the journal: what was not synced is gone, as when the power goes. */
const shutDown = `open(D, "<", $ARGV[0]) or die $!; my $flag = pack("L", 2); ioctl(D, 0x8004587D, $flag) or die $!;`;

/** Makes the disk in a directory; says instead as `reason` why there can be none here. */
export const openDisk = (directory) => {
  if (process.platform !== "linux" || process.getuid() !== 0) return { reason: "mounting a disk needs root on Linux" };
  const image = join(directory, "disk.img");
  const path = join(directory, "disk");
  mkdirSync(path);
  writeFileSync(image, "");
  truncateSync(image, sizeBytes);
  const mount = () => run("mount", "-o", "loop", image, path);
  const reason = run("mkfs.ext4", "-q", "-F", "-m", "0", image) ?? mount();
  if (reason !== undefined) return { reason };
  const unmount = () => until("the disk being let go", () => run("umount", path) === undefined, { timeoutMs: 20_000 });
  const ballast = join(path, "ballast");
  return {
    path,
    /** What is on it must not be used until the server is started again. */
    cutPower: () => {
      const failure = run("perl", "-e", shutDown, path);
      if (failure) throw new Error(failure);
    },
    /** After the power came back: as the kernel finds it. */
    remount: async () => {
      await unmount();
      const failure = mount();
      if (failure) throw new Error(failure);
    },
    fill: () => {
      const { bavail, bsize } = statfsSync(path);
      const failure = run("fallocate", "-l", String(Math.max(1, bavail - 64) * bsize), ballast);
      if (failure) throw new Error(failure);
    },
    free: () => rmSync(ballast, { force: true }),
    close: () => unmount(),
  };
};
