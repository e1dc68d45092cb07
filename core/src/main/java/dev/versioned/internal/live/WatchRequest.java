package dev.versioned.internal.live;

import dev.versioned.model.Alias;
import dev.versioned.model.Version;
import dev.versioned.spi.Consistency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The options of following one alias, gathered. */
public record WatchRequest(
    Duration interval,
    Optional<Duration> limit,
    Optional<Path> file,
    Consumer<? super Set<Version>> preparation,
    Consistency consistency,
    Optional<Path> sharedOnHost,
    Optional<String> reportsAs,
    boolean countsOutcomes,
    List<BiConsumer<? super Alias, ? super Alias>> listeners) {}
