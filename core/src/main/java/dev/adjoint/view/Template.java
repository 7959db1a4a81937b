package dev.adjoint.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A file that a page is made of, with places such as <code>{{title}}</code> for what differs.
 *
 * @param text of the file
 */
public record Template(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  /** The resource of this name beside a class. */
  public static Template beside(Class<?> c, String name) {
    try (var in = c.getResourceAsStream(name)) {
      return new Template(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With these parts in their places. In one pass, so that nothing within a part is taken for a place. */
  public String fill(Map<String, String> parts) {
    var filled = new StringBuilder();
    int end = 0;
    for (var place = PLACE.matcher(text); place.find(); end = place.end()) {
      filled.append(text, end, place.start()).append(Objects.requireNonNull(parts.get(place.group(1)), place.group(1)));
    }
    return filled.append(text, end, text.length()).toString();
  }
}
