import type { FactName } from '../../dataset/audit/facts/names.js';
import { AUDIT_THRESHOLDS } from '../../dataset/audit/thresholds.js';
import type { FindingId } from '../../dataset/audit/types.js';
import type { FindingWords } from './findings.js';

const EQUALISE = '请在训练和评估时使用 --equalise，它对两类做同样的随机重新编码与缩放';
const LEAK = '能区分真伪：仅凭“{fact}”这一项，AUC 就达到 {auc:3}（{aucLow:3}–{aucHigh:3}）。';

/** The findings of the audit in Chinese. */
export const FINDINGS_ZH: Readonly<Record<FindingId, FindingWords>> = {
  'one-class': {
    title: ['有一类没有可读的图片（伪造图 {fake} 张，照片 {real} 张），无从比较。'],
    whatToDo: '请检查文件夹和无法读取的文件列表；两类图片缺一不可。',
  },
  'header-leak': {
    title: [
      '一个只看格式、尺寸和压缩方式而不看任何像素的分类器，能判对 {accuracy:%} 的文件（总是猜较多的一类为 {majority:%}）。',
      '仅凭规则“{rule}”就能判对 {ruleAccuracy:%}，找出 {ruleRecall:%} 的伪造图，并把 {ruleFalsePositives} 张照片误判为伪造。',
    ],
    whatToDo: `在这样的数据上，检测器无需学到任何图像内容就能得到这么高的分数。请从源头消除下面列出的差异，或${EQUALISE.slice(1)}；并始终以此为基准看待每个分数。`,
  },
  'contradictory-labels': {
    title: ['{pairs} 对图片同时带有两种标签：相同的像素既在伪造图中，也在照片中。'],
    whatToDo: '两个标签中必有一个是错的：请从每对中删去一个文件，或两个都删去。',
  },
  'duplicates-across-splits': {
    title: ['{pairs} 对相同的图片落在划分的不同部分。'],
    whatToDo:
      '在这样的划分上，分数奖励的是记忆。请把近似重复的图片归为一组后重新划分（train 和 cv 的默认做法），或把每对移到同一部分。',
  },
  'groups-across-splits': {
    title: ['数据集自带的 {groups} 个分组跨越了划分的不同部分。'],
    whatToDo: '请按组重新划分（train 和 cv 的默认做法）。',
  },
  'leak-format': {
    title: [`文件格式${LEAK}`],
    whatToDo: `请用同样的设置把两类存成同一种格式。${EQUALISE}；更好的办法是用同一流程收集两类图片。`,
  },
  'leak-geometry': {
    title: [`图片的大小或形状${LEAK}`],
    whatToDo: `请在缩放前把两类裁成同一形状（--crop），并让它们的尺寸取自同一范围。${EQUALISE}。`,
  },
  'leak-compression': {
    title: [`JPEG 压缩方式${LEAK}`],
    whatToDo: `量化表的痕迹在解码后仍然存在，再保存一次也掩盖不了。${EQUALISE}，并在每个分数旁边给出文件头基准。`,
  },
  'leak-colour': {
    title: [`颜色的存储方式${LEAK}`],
    whatToDo: '请用同一个程序把两类都转换为 8 位 sRGB，不带透明通道和颜色配置文件。',
  },
  'leak-metadata': {
    title: [`元数据${LEAK}`],
    whatToDo:
      '网络看不到元数据，但这说明两类图片经过了不同的处理：请查看由此带来的像素差异（其他发现），并且不要让任何检测器看到元数据。',
  },
  'leak-file-size': {
    title: [`文件大小${LEAK}`],
    whatToDo:
      '在格式和质量相同时，它反映的是画面的繁简：请确认两类拍摄的是同类题材。如果格式或质量不同，请先处理这些差异。',
  },
  'leak-brightness': {
    title: [`亮度或对比度${LEAK}`],
    whatToDo:
      '请查看示例：如果两类的光照或后期处理不同，检测器学到的就是这一点。请增广亮度和对比度，或收集相称的图片。',
  },
  'leak-sharpness': {
    title: [`清晰度${LEAK}`],
    whatToDo: `这要么是生成器的真实痕迹，要么是缩放方式的差异。${EQUALISE}，并看分数在各退化档次上是否保持。`,
  },
  'leak-border': {
    title: [`单色边框${LEAK}`],
    whatToDo: '请裁掉边框，或把两类都裁到边框以内。',
  },
  'corner-mark': {
    title: [
      '同一个标记出现在 {carriers} 张图片的角落，另一类中有 {otherCarriers} 张。',
      '这样的标记共 {marks} 种。',
    ],
    whatToDo: '请裁掉两类图片的四角，或去掉这些文件：检测器会学到这个标记。',
  },
  'labels-against-folders': {
    title: ['{against} 个标签与图片所在的文件夹相矛盾；{agreeing} 个一致。'],
    whatToDo:
      '采用的是给出的标签。请查看示例：如果文件夹是对的，请改正 CSV；如果整个弄反了，请对调其中的标签。',
  },
  'unreadable-files': {
    title: ['略过了 {files} 个文件。'],
    whatToDo: '每个文件都列出了原因：请重新获取，或将其移除。',
  },
  'few-samples': {
    title: ['只有 {fake} 张伪造图和 {real} 张照片：区间很宽，这里没有发现的问题仍可能存在。'],
    whatToDo: `在相信任何数字之前，请每类至少收集 ${AUDIT_THRESHOLDS.fewSamples} 张；要比较检测器，每类需要数百张。`,
  },
  'class-imbalance': {
    title: ['两类数量不均：伪造图 {fake} 张，照片 {real} 张（{ratio:1} 比 1）。'],
    whatToDo: '请看平衡准确率和 AUC 而不是准确率，并在训练时为两类加权。',
  },
  'exact-duplicates': {
    title: ['{pairs} 对文件的像素完全相同，标签也相同。'],
    whatToDo: '请删去这些副本；在此之前，它们在每次划分中都会留在一起。',
  },
  'near-duplicates': {
    title: ['同类中有 {pairs} 对近似重复的图片；每簇只留一张时，多余的占数据集的 {redundantShare:%}。'],
    whatToDo:
      '在 Assay 所做的每次划分中，它们都会留在一起。如果数量很多，估计数据集的规模时请数组数，而不是文件数。',
  },
  'near-duplicates-across-classes': {
    title: ['{pairs} 对伪造图与照片显示的是同一幅画面。'],
    whatToDo:
      '如果伪造图就是用这些照片做成的，这是应有的情形：Assay 会把每对留在划分的同一侧。如果不是，则有一个标签是错的。',
  },
  'telling-names': {
    title: ['文件名泄露了标签：AUC {auc:3}。'],
    whatToDo: '训练从不看文件名。若要让人，或让能看到文件名的检测器做盲测，请先重命名文件。',
  },
  'one-real-source': {
    title: ['全部 {real} 张照片来自同一个来源。'],
    whatToDo: '检测器学到的可能是这个来源，而不是一般的照片：请加入其他来源的照片，或在其他来源上试一试。',
  },
};

/** What the audit measures of a file, in Chinese. */
export const FACTS_ZH: Readonly<Record<FactName, string>> = {
  format: '文件格式',
  lossless: '是否无损保存',
  width: '宽度，像素',
  height: '高度，像素',
  dimensions: '宽 × 高，像素',
  aspect: '宽高比',
  shape: '方形、横向或纵向',
  sizeStep: '能整除两边的最大的 2 的幂（至多 64）',
  lumaTableSum: 'JPEG 亮度量化表之和',
  jpegQuality: 'JPEG 质量（按亮度表最接近的 libjpeg 设置），1..100',
  quantisation: 'JPEG 量化表（指纹）',
  subsampling: '色度抽样',
  progressive: '渐进或隔行',
  bitDepth: '每通道位数',
  channels: '存储的颜色通道',
  alpha: '透明通道',
  colourProfile: '内嵌的颜色配置文件',
  exif: '是否有 EXIF',
  make: 'EXIF 中的相机厂商',
  software: '元数据中的软件名',
  xmp: '是否有 XMP',
  iptc: '是否有 IPTC',
  c2pa: '是否有 C2PA 清单',
  text: '文本块或注释（按关键字）',
  structure: '段或块的种类（按首次出现的顺序）',
  bytes: '文件大小，字节',
  bytesPerPixel: '每像素字节数',
  brightness: '平均亮度，0..255',
  contrast: '亮度的标准差',
  sharpness: '亮度的拉普拉斯方差（原尺寸）',
  border: '最外侧为单色的边数（0..4）',
};
