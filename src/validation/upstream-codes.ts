/**
 * Codes of upstream tools that no finding stands for, each with the reason. Every other code of `ANALYSIS_CODES` and `KIALI_CODES` is
 * that of a rule; a test holds that each is the one or the other.
 */
export const UNCLAIMED_CODES: Readonly<Record<string, string>> = {
  IST0001: 'It is for faults of the tool itself.',
  IST0103: 'A Pod gets its proxy when it is made, so a manifest never shows it.',
  IST0136: 'Only `istioctl x precheck` says it: nearly all annotations of Istio are alpha.',
  IST0141: 'It tells what the user of a cluster may do there.',
  IST0142: 'It tells the version of a running API server.',
  IST0143: 'No version of Istio that is looked at reports it.',
  IST0158: 'It compares proxies that run with the injector, which manifests do not show.',
  IST0168: 'Nothing in Istio reports it.',
  IST0169: 'Only `istioctl x precheck` says it, when Istio is upgraded from 1.21 or older.',
  IST0170: 'It compares the Services of several running clusters.',
  IST0171: 'It reads the status of objects, which the controllers of a cluster write.',
  KIA0107: 'It compares the service accounts of several running clusters.',
  KIA1312: 'It reads what the CNI agent of a cluster wrote on running Pods.',
  KIA1314: 'It reads what the CNI agent of a cluster wrote on running Pods.',
  KIA1315: 'It reads the containers of running Pods, of which the injector adds the proxy.',
  KIA1316: 'It reads the containers of running Pods, of which the injector adds the proxy.',
};

/** All codes that Istio's analyzers have messages for. Source: messages.yaml of Istio 1.31. */
export const ANALYSIS_CODES: readonly string[] = [
  'IST0001', 'IST0002', 'IST0101', 'IST0102', 'IST0103', 'IST0106', 'IST0107', 'IST0108', 'IST0109', 'IST0110', 'IST0111', 'IST0112',
  'IST0116', 'IST0118', 'IST0123', 'IST0125', 'IST0126', 'IST0127', 'IST0128', 'IST0129', 'IST0130', 'IST0131', 'IST0132', 'IST0133',
  'IST0134', 'IST0135', 'IST0136', 'IST0137', 'IST0138', 'IST0139', 'IST0140', 'IST0141', 'IST0142', 'IST0143', 'IST0144', 'IST0145',
  'IST0146', 'IST0147', 'IST0148', 'IST0149', 'IST0150', 'IST0151', 'IST0152', 'IST0153', 'IST0154', 'IST0155', 'IST0156', 'IST0157',
  'IST0158', 'IST0159', 'IST0160', 'IST0161', 'IST0162', 'IST0163', 'IST0164', 'IST0165', 'IST0166', 'IST0167', 'IST0168', 'IST0169',
  'IST0170', 'IST0171', 'IST0172', 'IST0173', 'IST0174', 'IST0175', 'IST0176', 'IST0177',
];

/** All codes of Kiali's validations. Source: models/istio_validation.go of Kiali, August 2026. */
export const KIALI_CODES: readonly string[] = [
  'KIA0002', 'KIA0003', 'KIA0004', 'KIA0005', 'KIA0101', 'KIA0102', 'KIA0104', 'KIA0105', 'KIA0106', 'KIA0107', 'KIA0108', 'KIA0109',
  'KIA0110', 'KIA0201', 'KIA0202', 'KIA0203', 'KIA0204', 'KIA0205', 'KIA0206', 'KIA0207', 'KIA0208', 'KIA0209', 'KIA0210', 'KIA0211',
  'KIA0212', 'KIA0301', 'KIA0302', 'KIA0401', 'KIA0501', 'KIA0505', 'KIA0506', 'KIA0601', 'KIA0602', 'KIA0701', 'KIA1004', 'KIA1006',
  'KIA1007', 'KIA1101', 'KIA1102', 'KIA1104', 'KIA1105', 'KIA1106', 'KIA1107', 'KIA1108', 'KIA1109', 'KIA1110', 'KIA1111', 'KIA1112',
  'KIA1113', 'KIA1114', 'KIA1115', 'KIA1116', 'KIA1117', 'KIA1211', 'KIA1212', 'KIA1301', 'KIA1311', 'KIA1312', 'KIA1313', 'KIA1314',
  'KIA1315', 'KIA1316', 'KIA1317', 'KIA1401', 'KIA1402', 'KIA1501', 'KIA1502', 'KIA1503', 'KIA1504', 'KIA1601', 'KIA1701', 'KIA1702',
];

/** Codes of Kiali that no rule stands for yet, although files show what they tell. A rule that claims one takes it out of here. */
export const OPEN_CODES: readonly string[] = [];
