package dev.versioned.internal.transfer;

import dev.versioned.internal.directory.FileListing;
import dev.versioned.internal.directory.Trees;
import dev.versioned.model.BackendException;
import dev.versioned.model.FileChange;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares the files of two versions: those in their archives, or the content itself. */
public final class FileComparer {
  private final Downloader downloader;

  public FileComparer(Downloader downloader) {
    this.downloader = downloader;
  }

  public List<FileChange> compare(Version from, Version to, DownloadRequest request) {
    if (from.digest().equals(to.digest())) {
      return List.of();
    }
    DirectoryDownloader.checkSize(from, request.limits());
    DirectoryDownloader.checkSize(to, request.limits());
    try {
      // Readable by this user only.
      Path folder = Files.createTempDirectory("versioned-compare-");
      try {
        // One name, so that a plain file that was renamed is changed, not removed and added.
        String name = to.localFileName().orElse(to.artifact().value());
        FileListing before = listing(from, folder, name, request);
        return before.changesTo(listing(to, folder, name, request));
      } finally {
        Trees.remove(folder);
      }
    } catch (ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure(
          "Cannot compare " + from + " with " + to + ": the thread was interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compare " + from + " with " + to + ": " + e, e);
    }
  }

  private FileListing listing(Version version, Path folder, String name, DownloadRequest request)
      throws IOException {
    Path content = folder.resolve("content");
    downloader.download(version, content, request);
    FileListing listing = FileListing.of(version, content, name, request.limits());
    Files.delete(content);
    return listing;
  }
}
