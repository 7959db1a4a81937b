package dev.adjoint.plot;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import org.knowm.xchart.internal.chartpart.Chart;

/** A drawing that can be written as PNG and as SVG. */
public final class Picture {
  private final int width;
  private final int height;
  private final String description;
  private final Consumer<Graphics2D> painter;

  /**
   * A drawing.
   *
   * @param width in pixels
   * @param height in pixels
   * @param description what it shows, for readers who do not see it
   * @param painter draws it
   */
  Picture(int width, int height, String description, Consumer<Graphics2D> painter) {
    this.width = width;
    this.height = height;
    this.description = description;
    this.painter = painter;
  }

  static Picture of(String description, Chart<?, ?> chart) {
    return new Picture(chart.getWidth(), chart.getHeight(), description,
        g -> chart.paint(g, chart.getWidth(), chart.getHeight()));
  }

  /** Pictures next to each other. */
  static Picture sideBySide(String description, List<Picture> pictures) {
    int width = pictures.stream().mapToInt(p -> p.width).sum();
    int height = pictures.stream().mapToInt(p -> p.height).max().orElse(1);
    return new Picture(width, height, description, g -> {
      for (var picture : pictures) {
        picture.painter.accept(g);
        g.translate(picture.width, 0);
      }
    });
  }

  /** The width in pixels. */
  public int width() {
    return width;
  }

  /** The height in pixels. */
  public int height() {
    return height;
  }

  /** What it shows, for readers who do not see it. */
  public String description() {
    return description;
  }

  /** Writes a PNG or SVG file, as its name says. */
  public void write(Path file) {
    try {
      Files.write(file, file.toString().endsWith(".svg") ? svg() : png());
    } catch (IOException e) {
      throw new UncheckedIOException("picture: cannot write " + file, e);
    }
  }

  /** A PNG file. */
  public byte[] png() {
    return png(1);
  }

  /** A PNG file with so many pixels for each of the picture's, along each axis. */
  byte[] png(int scale) {
    var image = new BufferedImage(scale * width, scale * height, BufferedImage.TYPE_INT_RGB);
    var g = image.createGraphics();
    g.scale(scale, scale);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    painter.accept(g);
    g.dispose();
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** An SVG file; its text is drawn as outlines, the same everywhere. */
  public byte[] svg() {
    var g = new VectorGraphics2D();
    painter.accept(g);
    var bytes = new ByteArrayOutputStream();
    try {
      new SVGProcessor().getDocument(g.getCommands(), new PageSize(width, height)).writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
