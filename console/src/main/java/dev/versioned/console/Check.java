package dev.versioned.console;

import java.util.List;
import java.util.function.Supplier;

/**
 * A check that a user may start from the page of the repository's health.
 *
 * @param name its name in the address, such as {@code fsck}
 * @param title its heading
 * @param description what it does, and what it costs
 * @param run runs it
 */
record Check(String name, String title, String description, Supplier<List<CheckResult>> run) {}
