package dev.versioned.internal.transfer;

import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.TransferListener;
import java.util.Optional;

/** The options of one download, gathered. */
public record DownloadRequest(
    Optional<TransferListener> listener, boolean onlyIfAbsent, DirectoryLimits limits) {}
