package dev.versioned.cache;

import dev.versioned.internal.directory.Staging;
import dev.versioned.internal.directory.Tree;
import dev.versioned.internal.directory.Trees;
import dev.versioned.internal.host.FolderTrust;
import dev.versioned.model.Digest;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unpacked archives of a cache, each named by the digest of its archive, next to the folder of
 * the files. A tree is verified by packing it: the archive of a tree has one form.
 */
final class CachedTrees {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.cache");
  private static final String EVICTED = ".evicted-";

  private final Path folder;
  private final FolderTrust trust;
  private final Set<Digest> verified = ConcurrentHashMap.newKeySet();

  CachedTrees(Path root, FolderTrust trust) {
    this.folder = root.resolve("trees");
    this.trust = trust;
  }

  private Path path(Digest digest) {
    return folder.resolve(digest.hex());
  }

  boolean exists(Digest digest) {
    return Files.isDirectory(path(digest), LinkOption.NOFOLLOW_LINKS);
  }

  /** Finds the tree of a version; empty if it does not exist or has changed. */
  Optional<Path> find(Version version, Verification verification) throws IOException {
    Digest digest = version.digest();
    if (!exists(digest)) {
      return Optional.empty();
    }
    trust.prepare(folder);
    boolean trusted =
        verification == Verification.SIZE
            || (verification == Verification.FIRST_FETCH && verified.contains(digest));
    // rule: unpacked-tree-is-verified
    if (trusted || hasDigest(path(digest), digest)) {
      verified.add(digest);
      return Optional.of(path(digest));
    }
    verified.remove(digest);
    LOG.warn("{} in the cache has changed; it is unpacked again", path(digest));
    return Optional.empty();
  }

  private static boolean hasDigest(Path tree, Digest digest) {
    try (InputStream in = Tree.of(tree).open()) {
      return Digest.of(in).equals(digest);
    } catch (IOException e) {
      LOG.debug("{} cannot be packed", tree, e);
      return false;
    }
  }

  /** Unpacks a verified archive; the caller holds the lock of its digest. */
  Path unpack(Version version, Path archive, DirectoryLimits limits) throws IOException {
    trust.prepare(folder);
    removeRemains();
    Path target = path(version.digest());
    remove(version.digest());
    try (Staging staging = Staging.in(folder)) {
      staging.unpack(
          version.toString(), archive, target, limits, trust::settle, ForkJoinPool.commonPool());
    }
    verified.add(version.digest());
    return target;
  }

  /** Removes a tree if it exists: it disappears whole. */
  void remove(Digest digest) throws IOException {
    Path aside = folder.resolve(EVICTED + UUID.randomUUID());
    try {
      Files.move(path(digest), aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return;
    }
    verified.remove(digest);
    Trees.remove(aside);
  }

  /** Removes what a process left that died while it removed a tree. */
  private void removeRemains() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, EVICTED + "*")) {
      for (Path remains : all) {
        Trees.remove(remains);
      }
    }
  }

  /** The bytes of a file with its tree, which takes about as much again. */
  long sizeWithTree(Path file, long sizeBytes) {
    boolean unpacked =
        CacheEntry.digest(file.getFileName().toString()).filter(this::exists).isPresent();
    // rule: unpacked-tree-is-counted
    if (unpacked) {
      return 2 * sizeBytes;
    }
    return sizeBytes;
  }

  /** Removes the trees whose files do not exist any more, unless they are pinned. */
  void removeWithoutFiles(Path files, Pins pins) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Digest> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "[0-9a-f]*")) {
      for (Path tree : all) {
        CacheEntry.digest(tree.getFileName().toString()).ifPresent(found::add);
      }
    }
    for (Digest digest : found) {
      if (!Files.exists(files.resolve(digest.hex()), LinkOption.NOFOLLOW_LINKS)) {
        boolean removed =
            pins.unlessPinned(
                digest,
                () -> {
                  remove(digest);
                  return true;
                });
        LOG.debug("the tree of {} has no file any more; removed: {}", digest, removed);
      }
    }
  }
}
