# Becomes the first process of a node, inside its new namespaces.
# Usage: sh node.sh FOLDER NAME
# FOLDER on the host has upper/ (the node's own files), work/ and root/; all mounts stay private.
set -eu
folder=$1
name=$2
root=$folder/root

mount --make-rprivate /
# The node sees the host's files and writes its own. Where the disk cannot hold the upper layer of
# an overlay (it is one itself), memory does.
if ! mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$root"
then
  mkdir -p "$folder/memory"
  mount -t tmpfs -o mode=755 tmpfs "$folder/memory"
  mkdir "$folder/memory/work"
  cp -a "$folder/upper" "$folder/memory/upper"
  mount -t overlay overlay \
    -o "lowerdir=/,upperdir=$folder/memory/upper,workdir=$folder/memory/work" "$root"
fi

# Programs that lie on file systems of their own.
for place in /usr /opt /nix; do
  if mountpoint -q "$place"; then
    mount --rbind "$place" "$root$place"
    mount -o remount,bind,ro "$root$place"
  fi
done
# Not for nodes: other nodes' files, and the keys of whoever runs the harness.
mount -t tmpfs -o mode=700 tmpfs "$root${folder%/*}"
if [ -d "$root/root/.ssh" ]; then
  mount -t tmpfs -o mode=700 tmpfs "$root/root/.ssh"
fi

mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir "$root/run/sshd" "$root/dev/pts" "$root/dev/shm"
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/zero" c 1 5
mknod -m 666 "$root/dev/full" c 1 7
mknod -m 666 "$root/dev/random" c 1 8
mknod -m 666 "$root/dev/urandom" c 1 9
mknod -m 666 "$root/dev/tty" c 5 0
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"

hostname "$name"
# Without PAM, sshd lets nobody in whose account is locked, not even with a key.
if grep -q '^root:!' "$root/etc/shadow"; then
  sed -i 's/^root:![^:]*:/root:*:/' "$root/etc/shadow"
fi

mkdir -p "$root/run/old"
cd "$root"
pivot_root . run/old
cd /
umount -l /run/old
rmdir /run/old
exec "$(command -v sshd)" -D -e -f /etc/assay/sshd_config
