package dev.adjoint.plot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.nn.metric.ConfusionMatrix;

/** A confusion matrix: a row per true class, a column per predicted one, the darker the more. */
public final class ConfusionChart {
  private static final int CELL = 44;
  private static final int MARGIN = 110;

  private ConfusionChart() {}

  /** With the classes named by their numbers. */
  public static Picture of(ConfusionMatrix matrix) {
    return of(matrix, IntStream.range(0, matrix.classes()).mapToObj(Integer::toString).toList());
  }

  /**
   * With the classes' names.
   *
   * @throws IllegalArgumentException if there are not as many names as classes
   */
  public static Picture of(ConfusionMatrix matrix, List<String> names) {
    int n = matrix.classes();
    if (names.size() != n) {
      throw new IllegalArgumentException("confusion chart: " + n + " classes, " + names.size() + " names");
    }
    var chart = Charts.heatMap("", "predicted", "true", n * CELL + MARGIN, n * CELL + MARGIN);
    chart.getStyler().setShowValue(true);
    chart.getStyler().setXAxisMaxLabelCount(n);
    chart.getStyler().setYAxisTickMarkSpacingHint(CELL / 2);
    chart.getStyler().setHeatMapValueDecimalPattern("0");
    var cells = new ArrayList<Number[]>();
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        cells.add(new Number[]{c, n - 1 - r, matrix.count(r, c)}); // the first class on top
      }
    }
    var rows = new ArrayList<>(names);
    Collections.reverse(rows);
    chart.addSeries("examples", names, rows, cells);
    return Picture.of("Confusion matrix of " + n + " classes, accuracy " + matrix.accuracy(), chart);
  }
}
