/** The parts of ECharts that the growth chart needs, and no more. Loaded when the first chart is shown. */
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export { init, type EChartsType };
