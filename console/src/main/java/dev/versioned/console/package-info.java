/**
 * Pages in a browser that show a repository, and move its aliases if that is allowed.
 *
 * <p>{@link dev.versioned.console.Console} is a pure function from a {@link
 * dev.versioned.console.Request} to a {@link dev.versioned.console.Response}. {@link
 * dev.versioned.console.ConsoleServer} serves it on this machine, {@link
 * dev.versioned.console.ConsoleHttpHandler} and {@link dev.versioned.console.ConsoleServlet} in a
 * server of the application.
 */
@NullMarked
package dev.versioned.console;

import org.jspecify.annotations.NullMarked;
