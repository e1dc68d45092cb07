package dev.versioned.console;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Writes screenshots with few colours, which take a third of the bytes. */
final class SmallPng {
  private static final int COLOURS = 16;

  private SmallPng() {}

  static void write(byte[] png, Path file) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    int[] palette = palette(pixels);
    IndexColorModel model =
        new IndexColorModel(
            4, palette.length, palette, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY, model);
    Map<Integer, Integer> nearest = new HashMap<>();
    int[] indexes = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indexes[i] = nearest.computeIfAbsent(pixels[i], colour -> nearest(palette, colour));
    }
    small.getRaster().setPixels(0, 0, width, height, indexes);
    ImageIO.write(small, "png", file.toFile());
  }

  /** Takes the most frequent colours that differ enough to be told apart. */
  private static int[] palette(int... pixels) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel, 1, Integer::sum);
    }
    List<Integer> frequent =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .toList();
    int[] palette = new int[COLOURS];
    int size = 0;
    for (int colour : frequent) {
      if (size < COLOURS && (size == 0 || distance(palette, size, colour) > 300)) {
        palette[size++] = colour;
      }
    }
    return java.util.Arrays.copyOf(palette, size);
  }

  private static int distance(int[] palette, int size, int colour) {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, distance(palette[i], colour));
    }
    return least;
  }

  private static int nearest(int[] palette, int colour) {
    int best = 0;
    for (int i = 1; i < palette.length; i++) {
      if (distance(palette[i], colour) < distance(palette[best], colour)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      int difference = (one >> shift & 255) - (other >> shift & 255);
      sum += difference * difference;
    }
    return sum;
  }
}
