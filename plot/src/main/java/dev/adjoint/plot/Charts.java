package dev.adjoint.plot;

import java.awt.Color;
import java.util.Locale;

import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Charts as all of ours look. */
final class Charts {
  static final int WIDTH = 560;
  static final int HEIGHT = 400;
  /** No darker than black numbers can be read on. */
  private static final Color[] WHITE_TO_BLUE = {Color.WHITE, new Color(0xDEEBF7), new Color(0xC6DBEF),
      new Color(0x9ECAE1), new Color(0x6BAED6)};

  private Charts() {}

  static XYChart xy(String x, String y) {
    var chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(x).yAxisTitle(y).build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE).setLocale(Locale.ROOT);
    chart.getStyler().setXAxisTickMarkSpacingHint(74); // so that numbers of five digits do not touch
    return chart;
  }

  static HeatMapChart heatMap(String title, String x, String y, int width, int height) {
    var chart = new HeatMapChartBuilder().width(width).height(height).title(title).xAxisTitle(x).yAxisTitle(y).build();
    chart.getStyler().setRangeColors(WHITE_TO_BLUE).setChartBackgroundColor(Color.WHITE).setLocale(Locale.ROOT)
        .setLegendVisible(false);
    chart.getStyler().setPlotContentSize(1);
    return chart;
  }
}
